//! Checking and exploring: what the page does about it.

use super::{App, Wanted};
use crate::checking::{self, Then, Wish};
use crate::components::overlay::Notice;
use crate::msg::{Msg, Tab};
use crate::scene::Pick;
use crate::session::Session;
use yew::prelude::*;

impl App {
    /// Opens one of the two panels, and checks what a line says: what it needs is there.
    pub(super) fn open_desk(&mut self, tab: Tab, line: Option<String>) {
        if self.recorded() {
            return self.refuse_change();
        }
        self.checking.get_or_insert_with(checking::gates::desk);
        match tab {
            Tab::Check => self.opened.0 = true,
            _ => self.opened.1 = true,
        }
        self.tab = tab;
        self.look();
        if let Some(line) = line {
            self.check(Wish::Line(line));
        }
    }

    /// Grants a wish about a search, or about what could happen next.
    pub(super) fn check(&mut self, wish: Wish) {
        if matches!(wish, Wish::Take(_)) {
            self.sync();
        }
        let (Some(desk), Some(session)) = (&mut self.checking, &mut self.session) else { return };
        match desk.grant(wish, session, &self.on) {
            Then::Nothing => {}
            Then::Link => self.follow_link(false),
            Then::Complain(complaint) => {
                let text = complaint.to_string();
                self.notice = Some(Notice::bad(complaint.message, text));
            }
            Then::Do(line) => self.act(Msg::Do(line)),
            Then::Open(text, exploring) => {
                self.want(Wanted::Text(text));
                match exploring {
                    // Where nothing happens by itself, nodes have started at least.
                    true => self.walk(|session| session.seek_time(0)),
                    false => self.tab = Tab::Why,
                }
            }
        }
    }

    /// What checks and explores looks at what is open, if it is looked at itself.
    pub(super) fn look(&mut self) {
        if let (Some(desk), Some(session)) = (&mut self.checking, &self.session)
            && matches!(self.tab, Tab::Check | Tab::Explore)
            && !session.recorded
        {
            desk.look(session, self.tab == Tab::Explore && !self.player.playing);
        }
    }

    /// What the step that is pointed at happens to.
    pub(super) fn pointed(&self) -> Option<Pick> {
        let desk = self.checking.as_ref().filter(|_| self.tab == Tab::Explore);
        desk.and_then(|desk| desk.pointed())
    }

    /// The panel of the tab.
    pub(super) fn draw_desk(&self, session: &Session, tab: Tab) -> Html {
        let Some(desk) = &self.checking else { return Html::default() };
        match tab {
            Tab::Check => desk.check(session, &self.on),
            _ => desk.explore(session, self.player.playing, &self.on),
        }
    }
}
