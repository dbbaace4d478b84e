//! What goes into an element lies on a stack until the element is put together.

use crate::geometry::{Path, num};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::Event;
use yew::virtual_dom::{AttributeOrProperty, Attributes, Key, Listener, ListenerKind, VList, VTag};
use yew::{AttrValue, Callback, Html, NodeRef};

/// What is fixed of an element.
struct Shape {
    tag: &'static str,
    names: &'static [&'static str],
    fixed: Vec<Option<&'static str>>,
    /// How many values lie on the stack.
    open: usize,
}

impl Shape {
    fn read(text: &'static str) -> Self {
        let mut lines = text.split('\n');
        let tag = lines.next().unwrap_or_default();
        let (mut names, mut fixed) = (Vec::new(), Vec::new());
        for line in lines {
            let (name, value) = match line.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (line, None),
            };
            names.push(name);
            fixed.push(value);
        }
        let open = fixed.iter().filter(|value| value.is_none()).count();
        Self { tag, names: names.leak(), fixed, open }
    }

    /// The shape that a text writes; each is read once, and stays.
    fn of(text: &'static str) -> &'static Self {
        SHAPES.with_borrow_mut(|shapes| {
            let place = (text.as_ptr() as usize, text.len());
            match shapes.binary_search_by_key(&place, |shape| shape.0) {
                Ok(at) => shapes[at].1,
                Err(at) => {
                    let shape = &*Box::leak(Box::new(Self::read(text)));
                    shapes.insert(at, (place, shape));
                    shape
                }
            }
        })
    }
}

/// Values and nodes that are to go into an element that is not finished.
struct Stack {
    values: Vec<Kind>,
    nodes: Vec<Html>,
}

thread_local! {
    static STACK: RefCell<Stack> =
        const { RefCell::new(Stack { values: Vec::new(), nodes: Vec::new() }) };
    /// By the place of their text in memory.
    static SHAPES: RefCell<Vec<((usize, usize), &'static Shape)>> =
        const { RefCell::new(Vec::new()) };
}

enum Kind {
    Nothing,
    Text(AttrValue),
    Flag(bool),
    Ref(NodeRef),
    Key(Key),
    On(Callback<Event>),
}

fn push(value: Kind) {
    STACK.with_borrow_mut(|stack| stack.values.push(value));
}

/// Puts what tells an element from its siblings on the stack.
pub fn key(key: Key) {
    push(Kind::Key(key));
}

/// What can be the value of an attribute, or of something else that is written like one.
pub trait Value {
    /// Puts it on the stack.
    fn put(self);
}

impl Value for &'static str {
    fn put(self) {
        push(Kind::Text(AttrValue::Static(self)));
    }
}

impl Value for String {
    fn put(self) {
        push(Kind::Text(self.into()));
    }
}

/// With at most one decimal.
impl Value for f64 {
    fn put(self) {
        Value::put(num(self));
    }
}

impl Value for Path {
    fn put(self) {
        Value::put(self.0);
    }
}

impl Value for AttrValue {
    fn put(self) {
        push(Kind::Text(self));
    }
}

/// An attribute that is there or not; for `checked`, what is so.
impl Value for bool {
    fn put(self) {
        push(Kind::Flag(self));
    }
}

/// Gets hold of the element.
impl Value for NodeRef {
    fn put(self) {
        push(Kind::Ref(self));
    }
}

impl<E: JsCast + 'static> Value for Callback<E> {
    fn put(self) {
        push(Kind::On(self.reform(JsCast::unchecked_into)));
    }
}

impl<T: Value> Value for Option<T> {
    fn put(self) {
        match self {
            Some(value) => value.put(),
            None => push(Kind::Nothing),
        }
    }
}

/// What can stand in braces between tags.
pub trait Inside {
    /// Puts it on the stack; nothing leaves its place empty.
    fn put(self);
}

impl Inside for Html {
    fn put(self) {
        STACK.with_borrow_mut(|stack| stack.nodes.push(self));
    }
}

impl Inside for AttrValue {
    fn put(self) {
        Html::VText(self.into()).put();
    }
}

impl Inside for &AttrValue {
    fn put(self) {
        Inside::put(self.clone());
    }
}

impl Inside for &str {
    fn put(self) {
        Inside::put(AttrValue::Rc(self.into()));
    }
}

impl Inside for String {
    fn put(self) {
        Inside::put(&*self);
    }
}

impl Inside for usize {
    fn put(self) {
        Inside::put(self.to_string());
    }
}

impl<T: Inside> Inside for Option<T> {
    fn put(self) {
        match self {
            Some(node) => node.put(),
            None => join(0),
        }
    }
}

struct Heard {
    kind: &'static str,
    on: Callback<Event>,
}

impl Listener for Heard {
    fn kind(&self) -> ListenerKind {
        ListenerKind::other(self.kind.into())
    }

    fn handle(&self, event: Event) {
        self.on.emit(event);
    }

    fn passive(&self) -> bool {
        false
    }
}

/// Whether this is the tag that closes that one.
pub const fn closes(tag: &str, close: &str) -> bool {
    let (a, b) = (tag.as_bytes(), close.as_bytes());
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

/// Makes an element and puts it on the stack, with the last so many nodes there in it. What is
/// fixed of it is one text, which weighs less than tables do: the tag and, each on a line of its
/// own, the attributes (`ref`, `key`, `onclick` and the like among them), `name=value` or, if the
/// value lies on the stack, `name`.
pub fn element(shape: &'static str, inside: usize) {
    join(inside);
    let shape = Shape::of(shape);
    let mut element = VTag::new(shape.tag);
    STACK.with_borrow_mut(|stack| {
        let first = stack.values.len() - shape.open;
        let mut values = stack.values.drain(first..);
        let mut attributes = Vec::with_capacity(shape.names.len());
        for (name, fixed) in shape.names.iter().zip(&shape.fixed) {
            attributes.push(match (fixed, &mut values) {
                (Some(text), _) => Some(AttributeOrProperty::Static(text)),
                (None, values) => values.next().and_then(|value| set(&mut element, name, value)),
            });
        }
        element.attributes =
            Attributes::Dynamic { keys: shape.names, values: attributes.into_boxed_slice() };
        drop(values);
        if let (Some(inside), Some(nodes)) = (stack.nodes.pop(), element.children_mut()) {
            *nodes = inside;
        }
        stack.nodes.push(element.into());
    });
}

/// Gives an element a value that is not fixed; if that is an attribute's, returns it.
fn set(element: &mut VTag, name: &'static str, value: Kind) -> Option<AttributeOrProperty> {
    match value {
        Kind::Text(text) if name == "value" && element.tag() == "input" => {
            element.set_value(Some(text));
        }
        Kind::Text(text) => return Some(AttributeOrProperty::Attribute(text)),
        Kind::Flag(checked) if name == "checked" => element.set_checked(checked),
        Kind::Flag(true) => return Some(AttributeOrProperty::Static("")),
        Kind::Ref(node) => element.node_ref = node,
        Kind::Key(key) => element.key = Some(key),
        Kind::On(on) => {
            element.add_listener(Rc::new(Heard { kind: &name[2..], on }));
        }
        Kind::Flag(false) | Kind::Nothing => {}
    }
    None
}

/// Makes one node of the last so many on the stack, and puts it there.
pub fn join(count: usize) {
    if count != 1 {
        list(STACK.with_borrow(|stack| stack.nodes.len()) - count).put();
    }
}

/// Takes the last node from the stack.
pub fn take() -> Html {
    STACK.with_borrow_mut(|stack| stack.nodes.pop()).unwrap_or_default()
}

/// All of them, one after the other.
pub fn all(items: impl IntoIterator<Item = Html>) -> Html {
    let first = STACK.with_borrow(|stack| stack.nodes.len());
    items.into_iter().for_each(Inside::put);
    list(first)
}

/// All nodes on the stack from this place on, one after the other.
fn list(first: usize) -> Html {
    let nodes = STACK.with_borrow_mut(|stack| stack.nodes.split_off(first));
    Html::VList(Rc::new(VList::with_children(nodes, None)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::{classes, html};

    /// A node as text.
    fn written(node: &Html) -> String {
        match node {
            Html::VText(text) => text.text.to_string(),
            Html::VList(list) => list.iter().map(written).collect(),
            Html::VTag(tag) => {
                let mut text = ["<", tag.tag()].concat();
                if let Some(key) = &tag.key {
                    text += &[" #", key].concat();
                }
                for (name, value) in attributes(&tag.attributes) {
                    text += &[" ", name, "=", &value].concat();
                }
                let inside = tag.children().map(written).unwrap_or_default();
                [&*text, ">", &inside, "</", tag.tag(), ">"].concat()
            }
            _ => String::from("?"),
        }
    }

    fn attributes(of: &Attributes) -> Vec<(&'static str, String)> {
        let Attributes::Dynamic { keys, values } = of else { return Vec::new() };
        let text = |value: &AttributeOrProperty| match value {
            AttributeOrProperty::Static(text) => text.to_string(),
            AttributeOrProperty::Attribute(text) => text.to_string(),
            AttributeOrProperty::Property(_) => String::from("?"),
        };
        let pairs = keys.iter().zip(values.iter());
        pairs.filter_map(|(key, value)| Some((*key, text(value.as_ref()?)))).collect()
    }

    #[test]
    fn elements_stand_within_each_other_in_order() {
        let inner = html! { <b>{ 2 }</b> };
        let drawn = html! { <ol><li>{ "1" }</li>{ inner }<li><i />{ "3" }</li></ol> };
        assert_eq!(written(&drawn), "<ol><li>1</li><b>2</b><li><i></i>3</li></ol>");
        let two = html! { <><p /><>{ "a" }{ "b" }</></> };
        assert_eq!(written(&two), "<p></p>ab");
    }

    #[test]
    fn fixed_and_other_values_find_their_names() {
        let (d, none) = (Path::default().to(1.0, 2.5), None::<&str>);
        let drawn = html! {
            <path class="a" aria-label={String::from("b")} {d} x={0.25} role={none} y="c=d" key={7}
                hidden={true} disabled={false}>
                <g class={classes!("e", none, Some("f"))} />
            </path>
        };
        let expected = "<path #7 class=a aria-label=b d=M1 2.5 x=0.3 y=c=d hidden=>\
                        <g class=e f></g></path>";
        assert_eq!(written(&drawn), expected);
    }

    #[test]
    fn what_a_condition_leaves_out_keeps_its_place() {
        let draw = |n: usize| {
            html! {
                <p>
                    if n == 1 { <a /> } else if n == 2 { <b />{ n } } else { { "many" } }
                    if let Some(less) = n.checked_sub(2) { { less } }
                    <i />
                </p>
            }
        };
        let drawn: Vec<_> = (1..4).map(|n| written(&draw(n))).collect();
        assert_eq!(
            drawn,
            ["<p><a></a><i></i></p>", "<p><b></b>20<i></i></p>", "<p>many1<i></i></p>"]
        );
        let Html::VTag(tag) = draw(1) else { panic!("an element") };
        let Some(Html::VList(list)) = tag.children() else { panic!("a list") };
        assert_eq!(list.len(), 3);
    }

    #[test]
    fn lists_are_drawn_while_what_holds_them_is() {
        let drawn = html! {
            <ul class={String::from("x")}>
                { for (0..2).map(|n| html! {
                    <li key={n}>{ all((0..n).map(|_| html! { <b /> })) }</li>
                }) }
            </ul>
        };
        assert_eq!(written(&drawn), "<ul class=x><li #0></li><li #1><b></b></li></ul>");
        STACK.with_borrow(|stack| assert!(stack.nodes.is_empty() && stack.values.is_empty()));
    }

    #[test]
    fn an_input_has_its_value_and_its_tick_as_properties() {
        let drawn = html! { <input type="checkbox" value={String::from("v")} checked={true} /> };
        let Html::VTag(tag) = &drawn else { panic!("an element") };
        assert_eq!((tag.value().map(|it| &**it), tag.checked()), (Some("v"), Some(true)));
        assert_eq!(written(&drawn), "<input type=checkbox></input>");
    }
}
