//! The few things that the page asks of the browser; each is optional and fails quietly.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, HtmlElement, MediaQueryList, Window};

/// The window.
pub fn window() -> Window {
    web_sys::window().expect("the page runs in a window")
}

/// The document.
pub fn document() -> Document {
    window().document().expect("a window holds a document")
}

/// The element at the root: `<html>`.
fn root() -> Option<HtmlElement> {
    document().document_element()?.dyn_into().ok()
}

/// Milliseconds on a clock that never jumps.
pub fn clock() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

/// A media query, which says whether it holds.
pub fn query(query: &str) -> Option<MediaQueryList> {
    window().match_media(query).ok().flatten()
}

/// The fragment without its `#`; empty if there is none.
pub fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.strip_prefix('#').map(String::from).unwrap_or(hash)
}

/// The address up to the fragment.
pub fn address() -> String {
    let href = window().location().href().unwrap_or_default();
    href.split('#').next().unwrap_or_default().into()
}

/// Sets the fragment, as a new entry of the history or in place of the present one; the position
/// goes with it, so that a reload finds it again.
pub fn set_fragment(fragment: &str, position: usize, entry: bool) {
    let Ok(history) = window().history() else { return };
    let state = JsValue::from_f64(position as f64);
    let url = ["#", fragment].concat();
    let url = (!fragment.is_empty()).then_some(url.as_str());
    let _ = if entry {
        history.push_state_with_url(&state, "", url)
    } else {
        history.replace_state_with_url(&state, "", url)
    };
}

/// The position that goes with the present entry of the history.
pub fn remembered_position() -> Option<usize> {
    let state = window().history().ok()?.state().ok()?;
    state.as_f64().map(|position| position as usize)
}

/// A fresh seed.
pub fn fresh_seed() -> u32 {
    getrandom::u32().unwrap_or(1)
}

/// Puts text on the clipboard and says whether that worked.
pub fn copy(text: &str, done: impl FnOnce(bool) + 'static) {
    let navigator = window().navigator();
    // Only pages from a secure origin have a clipboard.
    if js_sys_undefined(&navigator, "clipboard") {
        return done(false);
    }
    let promise = navigator.clipboard().write_text(text);
    wasm_bindgen_futures::spawn_local(async move {
        done(JsFuture::from(promise).await.is_ok());
    });
}

fn js_sys_undefined(target: &JsValue, name: &str) -> bool {
    js_sys::Reflect::get(target, &name.into()).map_or(true, |value| value.is_undefined())
}

/// Offers text as a file to save; tells whether that was possible.
pub fn save(name: &str, text: &str, done: impl FnOnce(bool) + 'static) {
    let saved = ask("files/save", &[name.into(), text.into()]);
    wasm_bindgen_futures::spawn_local(async move { done(saved.await.is_some()) });
}

/// The largest file that is worth a try, in bytes.
const LARGEST: f64 = 256e6;

/// Reads the file that was chosen: its name, a line feed, and what is in it; nothing if that is
/// impossible.
pub fn read(input: &web_sys::HtmlInputElement, done: impl FnOnce(Vec<u8>) + 'static) {
    let read = ask("files/read", &[input.into(), LARGEST.into()]);
    wasm_bindgen_futures::spawn_local(async move {
        let read = read.await.map(|read| read.unchecked_into::<js_sys::Uint8Array>().to_vec());
        done(read.unwrap_or_default());
    });
}

/// Has one of the scripts in `static/later` do something, named as in `files/save`, and waits for
/// what it answers; none if it cannot.
pub fn ask(what: &str, about: &[JsValue]) -> impl Future<Output = Option<JsValue>> + 'static {
    let answer = asked(what, &about.iter().collect());
    async move { JsFuture::from(answer).await.ok() }
}

#[wasm_bindgen]
extern "C" {
    /// Fetches a part of the program, as `boot.js` does it; undefined if it is there already.
    #[wasm_bindgen(js_name = clusterscopePart)]
    fn part(name: &str) -> JsValue;

    /// Calls a function of a script in `static/later`.
    #[wasm_bindgen(js_name = clusterscopeAsk)]
    fn asked(what: &str, about: &js_sys::Array) -> js_sys::Promise;
}

/// What is to be waited for until these parts of the program are there.
fn coming(parts: &[&str]) -> js_sys::Array {
    parts.iter().map(|name| part(name)).filter(|part| !part.is_undefined()).collect()
}

/// Whether these parts of the program are there; if not, they are on their way now.
pub fn are_there(parts: &[&str]) -> bool {
    coming(parts).length() == 0
}

/// Fetches parts of the program; false if that failed.
pub async fn parts(parts: &[&str]) -> bool {
    JsFuture::from(js_sys::Promise::all(&coming(parts))).await.is_ok()
}

/// Fills the screen, or stops doing so.
pub fn toggle_full_screen() {
    if document().fullscreen_element().is_some() {
        document().exit_fullscreen();
    } else if let Some(root) = root() {
        let _ = root.request_fullscreen();
    }
}

/// The theme that was chosen: `light`, `dark`, or empty to follow the system.
pub fn theme() -> String {
    root().and_then(|root| root.get_attribute("data-theme")).unwrap_or_default()
}

/// Whether the page is dark.
pub fn dark() -> bool {
    match &*theme() {
        "dark" => true,
        "light" => false,
        _ => query("(prefers-color-scheme: dark)").is_some_and(|query| query.matches()),
    }
}

/// Sets the theme and remembers it where that is possible.
pub fn set_theme(theme: &str) {
    let Some(root) = root() else { return };
    let _ = root.set_attribute("data-theme", theme);
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item("theme", theme);
    }
}

/// Scrolls what fits the selector into view, where a small screen shows only a part of the stage.
pub fn reveal(selector: &str) {
    if !query("(max-width: 720px)").is_some_and(|query| query.matches()) {
        return;
    }
    if let Ok(Some(element)) = document().query_selector(selector) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Center);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Which version this is, where the page says so.
pub fn version() -> Option<String> {
    root()?.get_attribute("data-version")
}

/// Names the page.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Gives the focus to the element with this id.
pub fn focus(id: &str) {
    if let Some(element) = by_id(id).and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// The element with this id.
pub fn by_id(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}
