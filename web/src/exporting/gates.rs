//! The only ways into the Export menu: it is a part of the program that is fetched when the menu is
//! first opened. See [`crate::gates`].

use super::{Menu, Wish, dialog};
use crate::msg::Msg;
use crate::session::Session;
use yew::{Callback, Html};

/// Grants a wish that was made in the menu.
#[inline(never)]
pub fn grant(menu: &mut Menu, wish: Wish, session: &mut Session, on: &Callback<Msg>) {
    menu.grant(wish, session, on);
}

/// Draws the menu.
#[inline(never)]
pub fn draw(menu: &Menu, on: &Callback<Msg>) -> Html {
    dialog::draw(menu, on)
}
