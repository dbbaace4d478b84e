//! Elements, written as in Yew's own `html!`, which this macro takes the place of. Yew's writes out
//! the construction of every element where it stands; this one hands tables to a few plain
//! functions, and that halves what a drawing weighs.
//!
//! It knows no components: [`crate::components::part`] is the only one beside the page itself.

use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::Event;
use yew::virtual_dom::{AttributeOrProperty, Attributes, Key, Listener, ListenerKind, VList, VTag};
use yew::{AttrValue, Callback, Html, NodeRef};

/// Elements, texts in braces, `{ for … }`, `if … { } else { }`, and `<> … </>`.
///
/// Inside, `@nodes` reads what stands between tags: the elements that are open around it, what has
/// been read of the innermost, and what is left. `@tag` reads a tag: the same, its name, and the
/// names and values of its attributes. `@if` reads a condition up to its block.
macro_rules! html {
    (@nodes () ($($done:tt)*)) => { $crate::html::html!(@join $($done)*) };
    (@nodes ($($open:tt)*) ($($done:tt)*) < > $($rest:tt)*) => {
        $crate::html::html!(@nodes ({[] ($($done)*)} $($open)*) () $($rest)*)
    };
    (@nodes ({[] ($($before:tt)*)} $($open:tt)*) ($($done:tt)*) < / > $($rest:tt)*) => {
        $crate::html::html!(@nodes ($($open)*)
            ($($before)* (Some($crate::html::html!(@join $($done)*)))) $($rest)*)
    };
    (@nodes ({[$tag:ident $names:tt $values:tt] ($($before:tt)*)} $($open:tt)*) ($($done:tt)*)
        < / $close:ident > $($rest:tt)*) => {
        $crate::html::html!(@nodes ($($open)*) ($($before)* ({
            const { assert!($crate::html::closes(stringify!($tag), stringify!($close))) };
            $crate::html::html!(@element $tag $names $values $($done)*)
        })) $($rest)*)
    };
    (@nodes $open:tt $done:tt < $tag:ident $($rest:tt)*) => {
        $crate::html::html!(@tag $open $done $tag () () $($rest)*)
    };
    (@nodes $open:tt ($($done:tt)*) { for $($items:tt)* } $($rest:tt)*) => {
        $crate::html::html!(@nodes $open
            ($($done)* (Some($crate::html::all(&mut ($($items)*).into_iter())))) $($rest)*)
    };
    (@nodes $open:tt ($($done:tt)*) { $($node:tt)* } $($rest:tt)*) => {
        $crate::html::html!(@nodes $open
            ($($done)* ($crate::html::Inside::html({ $($node)* }))) $($rest)*)
    };
    (@nodes $open:tt $done:tt if $($rest:tt)*) => {
        $crate::html::html!(@if $open $done () () $($rest)*)
    };

    (@if $open:tt $done:tt ($($arms:tt)*) ($($when:tt)*) { $($then:tt)* } else if $($rest:tt)*) => {
        $crate::html::html!(@if $open $done
            ($($arms)* if $($when)* { Some($crate::html::html!($($then)*)) } else) () $($rest)*)
    };
    (@if $open:tt ($($done:tt)*) ($($arms:tt)*) ($($when:tt)*) { $($then:tt)* }
        else { $($other:tt)* } $($rest:tt)*) => {
        $crate::html::html!(@nodes $open ($($done)* (
            $($arms)* if $($when)* { Some($crate::html::html!($($then)*)) }
            else { Some($crate::html::html!($($other)*)) }
        )) $($rest)*)
    };
    (@if $open:tt ($($done:tt)*) ($($arms:tt)*) ($($when:tt)*) { $($then:tt)* } $($rest:tt)*) => {
        $crate::html::html!(@nodes $open ($($done)* (
            $($arms)* if $($when)* { Some($crate::html::html!($($then)*)) } else { None }
        )) $($rest)*)
    };
    (@if $open:tt $done:tt $arms:tt ($($when:tt)*) $next:tt $($rest:tt)*) => {
        $crate::html::html!(@if $open $done $arms ($($when)* $next) $($rest)*)
    };

    (@tag $open:tt ($($done:tt)*) $tag:ident $names:tt $values:tt / > $($rest:tt)*) => {
        $crate::html::html!(@nodes $open
            ($($done)* ($crate::html::html!(@element $tag $names $values))) $($rest)*)
    };
    (@tag ($($open:tt)*) $done:tt $tag:ident $names:tt $values:tt > $($rest:tt)*) => {
        $crate::html::html!(@nodes ({[$tag $names $values] $done} $($open)*) () $($rest)*)
    };
    (@tag $open:tt $done:tt $tag:ident ($($names:tt)*) ($($values:tt)*)
        key = $key:tt $($rest:tt)*) => {
        $crate::html::html!(@tag $open $done $tag ($($names)* ("key"))
            ($($values)* ($crate::html::Value::Key($key.into()))) $($rest)*)
    };
    (@tag $open:tt $done:tt $tag:ident ($($names:tt)*) ($($values:tt)*)
        $name:ident $(- $more:ident)* = $value:tt $($rest:tt)*) => {
        $crate::html::html!(@tag $open $done $tag
            ($($names)* (concat!(stringify!($name) $(, "-", stringify!($more))*)))
            ($($values)* ($crate::html::Value::from($value))) $($rest)*)
    };
    (@tag $open:tt $done:tt $tag:ident ($($names:tt)*) ($($values:tt)*)
        { $name:ident } $($rest:tt)*) => {
        $crate::html::html!(@tag $open $done $tag ($($names)* (stringify!($name)))
            ($($values)* ($crate::html::Value::from($name))) $($rest)*)
    };

    (@element $tag:ident ($($names:tt)*) ($($values:tt)*) $($inside:tt)*) => {
        Some($crate::html::element(
            stringify!($tag), &[$($names),*], &mut [$($values),*], &mut [$($inside),*],
        ))
    };
    (@join $($node:tt)*) => { $crate::html::join(&mut [$($node),*]) };
    ($($all:tt)*) => { $crate::html::html!(@nodes () () $($all)*) };
}
pub(crate) use html;

/// The value of an attribute, or of something else that is written like one.
#[derive(Default)]
pub enum Value {
    /// The attribute is not there.
    #[default]
    Nothing,
    /// A text.
    Text(AttrValue),
    /// An attribute that is there or not; for `checked`, what is so.
    Flag(bool),
    /// `ref`: gets hold of the element.
    Ref(NodeRef),
    /// `key`: what tells the element from its siblings.
    Key(Key),
    /// `onclick` and the like.
    On(Callback<Event>),
}

impl From<&'static str> for Value {
    fn from(text: &'static str) -> Self {
        Self::Text(AttrValue::Static(text))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<AttrValue> for Value {
    fn from(text: AttrValue) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<NodeRef> for Value {
    fn from(node: NodeRef) -> Self {
        Self::Ref(node)
    }
}

impl<E: JsCast + 'static> From<Callback<E>> for Value {
    fn from(hear: Callback<E>) -> Self {
        Self::On(hear.reform(JsCast::unchecked_into))
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}

/// What can stand in braces between tags.
pub trait Inside {
    /// It as a node; nothing leaves its place empty.
    fn html(self) -> Option<Html>;
}

impl Inside for Html {
    fn html(self) -> Option<Html> {
        Some(self)
    }
}

impl Inside for AttrValue {
    fn html(self) -> Option<Html> {
        Some(Html::VText(self.into()))
    }
}

impl Inside for &str {
    fn html(self) -> Option<Html> {
        AttrValue::from(self.to_owned()).html()
    }
}

impl Inside for &AttrValue {
    fn html(self) -> Option<Html> {
        self.clone().html()
    }
}

impl Inside for usize {
    fn html(self) -> Option<Html> {
        self.to_string().html()
    }
}

impl Inside for String {
    fn html(self) -> Option<Html> {
        AttrValue::from(self).html()
    }
}

impl<T: Inside> Inside for Option<T> {
    fn html(self) -> Option<Html> {
        self.and_then(Inside::html)
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

/// An element with attributes of these names and values, and with these nodes inside.
pub fn element(
    tag: &'static str,
    names: &'static [&'static str],
    values: &mut [Value],
    inside: &mut [Option<Html>],
) -> Html {
    let mut element = VTag::new(tag);
    let mut attributes = Vec::with_capacity(values.len());
    for (&name, value) in names.iter().zip(values) {
        let mut text = None;
        match core::mem::take(value) {
            Value::Text(value) if name == "value" && tag == "input" => {
                element.set_value(Some(value));
            }
            Value::Flag(checked) if name == "checked" => element.set_checked(checked),
            Value::Flag(true) => text = Some(AttrValue::Static("")),
            Value::Text(value) => text = Some(value),
            Value::Ref(node) => element.node_ref = node,
            Value::Key(key) => element.key = Some(key),
            Value::On(on) => {
                element.add_listener(Rc::new(Heard { kind: &name[2..], on }));
            }
            Value::Flag(false) | Value::Nothing => {}
        }
        attributes.push(text.map(AttributeOrProperty::Attribute));
    }
    element.attributes = Attributes::Dynamic { keys: names, values: attributes.into() };
    if let (Some(nodes), false) = (element.children_mut(), inside.is_empty()) {
        *nodes = join(inside);
    }
    element.into()
}

/// Nodes, one after the other; nothing keeps its place.
pub fn join(nodes: &mut [Option<Html>]) -> Html {
    match nodes {
        [one] => one.take().unwrap_or_default(),
        _ => all(&mut nodes.iter_mut().map(|node| node.take().unwrap_or_default())),
    }
}

/// All of them, one after the other.
pub fn all(items: &mut dyn Iterator<Item = Html>) -> Html {
    let mut list = Vec::new();
    for item in items {
        list.push(item);
    }
    Html::VList(Rc::new(VList::with_children(list, None)))
}

/// Names of classes as one text, without those that are not given.
pub fn class(names: &[Option<&str>]) -> String {
    let mut text = String::new();
    for name in names.iter().copied().flatten() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(name);
    }
    text
}

/// The same from names and optional names.
macro_rules! classes {
    ($($name:expr),* $(,)?) => { $crate::html::class(&[$(Option::<&str>::from($name)),*]) };
}
pub(crate) use classes;
