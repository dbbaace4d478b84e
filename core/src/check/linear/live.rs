//! Judging a history while it grows.

use super::Object;
use super::track::Track;
use crate::list::own;
use crate::protocol::NodeId;
use crate::shared::Rc;
use crate::sorted::{Map, Set};

/// A history that is judged while it grows, and of which only that is kept which can still matter:
/// for each key what may be there now, and what has not ended. Two histories with the same future
/// are mostly the same value, and copies share what they have in common.
///
/// It finds exactly what [`super::History::judge`] finds, at the first answer that cannot be
/// explained. A key is not followed any more after that, nor with so many operations open at once
/// that their orders cannot be gone through.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Live<O: Object> {
    tracks: Map<O::Key, Rc<Track<O>>>,
}

impl<O: Object> Default for Live<O> {
    fn default() -> Self {
        Self { tracks: Map::new() }
    }
}

impl<O: Object> Live<O> {
    /// A client calls. If it has an operation open, that is given up.
    pub fn call(&mut self, object: &O, client: NodeId, call: O::Call) {
        self.change(object, &|_, track| track.is_open(client), &mut |track| {
            track.give_up(object, client)
        });
        let key = object.key(&call);
        self.begin(object, &key);
        let begun = &mut |track: &mut Track<O>| track.call(object, client, call.clone());
        self.change(object, &|it, _| *it == key, begun);
    }

    /// A client is told what came of what it called last.
    pub fn answer(&mut self, object: &O, client: NodeId, answer: &O::Answer) {
        self.change(object, &|_, track| track.waits_for(client), &mut |track| {
            track.lapse(object, client);
            track.answer(object, client, answer);
        });
    }

    /// An operation takes effect now that no client called.
    pub fn strike(&mut self, object: &O, call: &O::Call) {
        let key = object.key(call);
        self.begin(object, &key);
        self.change(object, &|it, _| *it == key, &mut |track| track.strike(object, call));
    }

    /// Whether what clients were told about a key cannot be explained.
    pub fn is_violated(&self, key: &O::Key) -> bool {
        self.tracks.get(key).is_some_and(|track| matches!(**track, Track::Violated))
    }

    /// Whether a key is not followed any more because there was too much to go through.
    pub fn is_lost(&self, key: &O::Key) -> bool {
        self.tracks.get(key).is_some_and(|track| matches!(**track, Track::Lost))
    }

    /// The answers that a client could be given now, for what it called last; none if nothing of it
    /// is open, or the key is not followed.
    pub fn possible(&self, object: &O, client: NodeId) -> Set<O::Answer> {
        let track = self.tracks.values().find(|track| track.is_open(client));
        track.map(|track| track.possible(object, client)).unwrap_or_default()
    }

    fn begin(&mut self, object: &O, key: &O::Key) {
        if !self.tracks.contains_key(key) {
            self.tracks.insert(key.clone(), Rc::new(Track::new(object, key)));
        }
    }

    /// Changes some tracks; what tells nothing new then is left out.
    fn change(
        &mut self,
        object: &O,
        which: &dyn Fn(&O::Key, &Track<O>) -> bool,
        with: &mut dyn FnMut(&mut Track<O>),
    ) {
        self.tracks.retain(|key, track| {
            let changes = which(key, track);
            if changes {
                with(own(track));
            }
            !(changes && track.is_new(object, key))
        });
    }
}
