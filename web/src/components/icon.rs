//! Icons, each one path in a box of 16 by 16.

use crate::html::html;
use yew::prelude::*;

/// Draws one. The words beside it, or the button's name, say what it means.
pub fn draw(d: &'static str) -> Html {
    html! { <svg class="ic" viewBox="0 0 16 16" aria-hidden="true"><path {d} /></svg> }
}

macro_rules! icons {
    ($($name:ident = $path:literal;)*) => { $(pub(crate) const $name: &str = $path;)* };
}

icons! {
    CHEVRON = "m4.5 6.5 3.5 3.5 3.5-3.5";
    ROOM = "M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h4v4h-4z";
    FRESH = "M3 8a5 5 0 0 1 8.6-3.5L13 6M13 2.5V6H9.5M13 8a5 5 0 0 1-8.6 3.5L3 10M3 13.5V10h3.5";
    SHARE = "M8 10V2.5M5 5l3-3 3 3M3 9v4.5h10V9";
    SAVE = "M8 2.5V10M5 7.5l3 3 3-3M3 13.5h10";
    EXPORT = "M9 2.5h4.5V7M13.5 2.5 7.5 8.5M11.5 9.5v4h-9v-9h4";
    OPEN = "M2 13V3.5h4L7.5 5.5H14V13zM2 8h12";
    CHECK = "M6.5 2.5a4 4 0 1 0 0 8a4 4 0 1 0 0-8M9.5 9.5l4 4M4.8 6.6 6.1 8l2.3-2.8";
    EXPLORE = "M2 8h4M6 8c3 0 2-4.5 5-4.5h2M6 8c3 0 2 4.5 5 4.5h2M11.5 2l2 1.5-2 1.5M11.5 11l2 1.5\
               -2 1.5";
    UNDO = "M6 3 2.5 6.5 6 10M2.5 6.5H10a3.5 3.5 0 0 1 0 7H6";
    REDO = "m10 3 3.5 3.5L10 10M13.5 6.5H6a3.5 3.5 0 0 0 0 7h4";
    THEME = "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M8 2.5v11M10.2 3v10M12.2 4.5v7";
    HELP = "M5.8 6a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.6M8 12.2v.1";
    FULL = "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10";
    PROMPT = "m3 4 4 4-4 4M8.5 12H13";
    TICK = "m3 8.5 3.2 3.2L13 4.5";
    CROSS = "m4 4 8 8M12 4l-8 8";
    WAIT = "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M8 4.8V8l2.2 1.5";
    CRASH = "M6.6 2.7a5.5 5.5 0 0 1 2.8 0M12.7 5.2a5.5 5.5 0 0 1 .8 2.8M12.6 11a5.5 5.5 0 0 1-2.2 \
             2M7 13.4a5.5 5.5 0 0 1-2.6-1.2M2.6 9.2a5.5 5.5 0 0 1 .2-2.8M4 4.2l.3-.3M5.5 5.5l5 \
             5M10.5 5.5l-5 5";
    LOSE_DISK = "M2.5 4v8c0 1 2.5 1.8 5.5 1.8M13.5 4v4M2.5 4c0-1 2.5-1.8 5.5-1.8s5.5.8 5.5 1.8-2.5 \
                 1.8-5.5 1.8S2.5 5 2.5 4M10.5 10.5l4 4M14.5 10.5l-4 4";
    PAUSED = "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M6.5 6v4M9.5 6v4";
    TIMER = "M8 3.5a5 5 0 1 0 0 10a5 5 0 1 0 0-10M8 8.5V6M6.5 1.5h3M8 1.5v2";
    SKEW = "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M8 8V4.5M8 8l3 1.8M12.5 2l1.5 1.5";
    DRIFT = "M2 11a6 6 0 0 1 12 0M8 11l3.2-3.6M1.5 13.5h13";
    CUT = "M1.5 8H5M11 8h3.5M6.2 4.5v7M9.8 4.5v7";
    CUT_ONE_WAY = "M1.5 8H5M10 8h4M12 5.5 14.5 8 12 10.5M6.7 4.5v7";
    PARTITION = "M3.5 3.3a1.7 1.7 0 1 0 .01 0M3.5 9.3a1.7 1.7 0 1 0 .01 0M12.5 6.3a1.7 1.7 0 1 0 \
                 .01 0M8 1.5V4M8 6.5V9M8 11.5V14";
    LOSS = "M1.5 8h2M5.5 8h2M9.5 8h1.2m.8-2 3 4M14.5 6l-3 4";
    SLOW = "M1.5 8H4M12 8h2.5M4 8l1.3-3 2.6 6 2.6-6L12 8";
    HEAL = "M1.5 8h13M5.5 5 8 8 5.5 11M10.5 5 8 8l2.5 3";
    DROP = "M2 5h8v6H2zM9.5 3.5l5 9M14.5 3.5l-5 9";
    DUPLICATE = "M1.5 3.5h9v6h-9zM5 12.5h9.5v-6";
    DELAY = "M1.5 5h6v6h-6zM9.5 8h1M12 8h.6M14.2 8h.3M9.5 5v6";
    HOLD = "M1.5 5h8v6h-8zM12 5v6M14.5 5v6";
    DELIVER = "M1.5 5h6v6h-6zM9 8h5.5M12 5.5 14.5 8 12 10.5";
    DISK = "M2.5 4v8c0 1 2.5 1.8 5.5 1.8s5.5-.8 5.5-1.8V4M2.5 4c0-1 2.5-1.8 5.5-1.8s5.5.8 5.5 \
            1.8-2.5 1.8-5.5 1.8S2.5 5 2.5 4M2.5 8c0 1 2.5 1.8 5.5 1.8s5.5-.8 5.5-1.8";
    MEMORY = "M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z";
    PREVIOUS = "M8 3.5 3 8l5 4.5zM13.5 3.5 8.5 8l5 4.5z";
    STEP_BACK = "M10.5 3.5 5 8l5.5 4.5zM3 3.5v9";
    FIND = "M7 2.8a4.2 4.2 0 1 0 0 8.4a4.2 4.2 0 1 0 0-8.4M10.2 10.2l3.3 3.3";
    PLAY = "M4.5 2.8v10.4L13 8z";
    PAUSE = "M4 3h3v10H4zM9 3h3v10H9z";
    STEP = "M5.5 3.5 11 8l-5.5 4.5zM13 3.5v9";
    NEXT = "M8 3.5 13 8l-5 4.5zM2.5 3.5 7.5 8l-5 4.5z";
    SKIP = "M2 8h1.5M5.5 8H7M9 5l4 3-4 3zM14.5 5v6";
    MINUS = "M3.5 8h9";
    PLUS = "M3.5 8h9M8 3.5v9";
}
