//! Elements, written as in Yew's own `html!`, which this macro takes the place of. Yew's writes out
//! the construction of every element where it stands; this one puts values and nodes on a stack,
//! and a plain function takes them from there: that is a third of the weight.
//!
//! It knows no components: [`crate::components::part`] is the only one beside the page itself.

mod stack;

pub use stack::{Inside, Value, all, closes, element, join, key, take};

/// Elements, text in braces, `{ for … }`, `if … { } else { }`, and `<> … </>`.
///
/// Inside, `@nodes` reads what stands between tags: the elements that are open around it, how many
/// nodes the innermost has so far, what there is to do, and what is left to read. `@tag` reads a
/// tag: the same, and its name and its attributes, as [`element`] reads them. `@if` reads a
/// condition up to its block.
macro_rules! html {
    (@nodes () ($($count:tt)*) ($($done:tt)*)) => {
        $($done)*
        $crate::html::join(0 $($count)*);
    };
    (@nodes ($($open:tt)*) $count:tt $done:tt < > $($rest:tt)*) => {
        $crate::html::html!(@nodes ({[] $count} $($open)*) () $done $($rest)*)
    };
    (@nodes ({[] ($($before:tt)*)} $($open:tt)*) ($($count:tt)*) ($($done:tt)*)
        < / > $($rest:tt)*) => {
        $crate::html::html!(@nodes ($($open)*) ($($before)* + 1)
            ($($done)* $crate::html::join(0 $($count)*);) $($rest)*)
    };
    (@nodes ({[$tag:ident $shape:tt] ($($before:tt)*)} $($open:tt)*) $count:tt
        ($($done:tt)*) < / $close:ident > $($rest:tt)*) => {
        $crate::html::html!(@nodes ($($open)*) ($($before)* + 1) (
            $($done)*
            const { assert!($crate::html::closes(stringify!($tag), stringify!($close))) };
            $crate::html::html!(@element $tag $shape $count);
        ) $($rest)*)
    };
    (@nodes $open:tt $count:tt $done:tt < $tag:ident $($rest:tt)*) => {
        $crate::html::html!(@tag $open $count $done $tag () $($rest)*)
    };
    (@nodes $open:tt ($($count:tt)*) ($($done:tt)*) { for $($items:tt)* } $($rest:tt)*) => {
        $crate::html::html!(@nodes $open ($($count)* + 1) (
            $($done)*
            $crate::html::Inside::put($crate::html::all($($items)*));
        ) $($rest)*)
    };
    (@nodes $open:tt ($($count:tt)*) ($($done:tt)*) { $($node:tt)* } $($rest:tt)*) => {
        $crate::html::html!(@nodes $open ($($count)* + 1)
            ($($done)* $crate::html::Inside::put({ $($node)* });) $($rest)*)
    };
    (@nodes $open:tt ($($count:tt)*) $done:tt if $($rest:tt)*) => {
        $crate::html::html!(@if $open ($($count)* + 1) $done () () $($rest)*)
    };

    (@if $open:tt $count:tt $done:tt ($($arms:tt)*) ($($when:tt)*) { $($then:tt)* }
        else if $($rest:tt)*) => {
        $crate::html::html!(@if $open $count $done (
            $($arms)* if $($when)* { $crate::html::html!(@nodes () () () $($then)*); } else
        ) () $($rest)*)
    };
    (@if $open:tt $count:tt ($($done:tt)*) ($($arms:tt)*) ($($when:tt)*) { $($then:tt)* }
        else { $($other:tt)* } $($rest:tt)*) => {
        $crate::html::html!(@nodes $open $count (
            $($done)*
            $($arms)* if $($when)* { $crate::html::html!(@nodes () () () $($then)*); }
            else { $crate::html::html!(@nodes () () () $($other)*); }
        ) $($rest)*)
    };
    (@if $open:tt $count:tt ($($done:tt)*) ($($arms:tt)*) ($($when:tt)*) { $($then:tt)* }
        $($rest:tt)*) => {
        $crate::html::html!(@nodes $open $count (
            $($done)*
            $($arms)* if $($when)* { $crate::html::html!(@nodes () () () $($then)*); }
            else { $crate::html::join(0); }
        ) $($rest)*)
    };
    (@if $open:tt $count:tt $done:tt $arms:tt ($($when:tt)*) $next:tt $($rest:tt)*) => {
        $crate::html::html!(@if $open $count $done $arms ($($when)* $next) $($rest)*)
    };

    (@tag $open:tt ($($count:tt)*) ($($done:tt)*) $tag:ident $shape:tt
        / > $($rest:tt)*) => {
        $crate::html::html!(@nodes $open ($($count)* + 1)
            ($($done)* $crate::html::html!(@element $tag $shape ());) $($rest)*)
    };
    (@tag ($($open:tt)*) $count:tt $done:tt $tag:ident $shape:tt > $($rest:tt)*) => {
        $crate::html::html!(@nodes ({[$tag $shape] $count} $($open)*) () $done $($rest)*)
    };
    (@tag $open:tt $count:tt ($($done:tt)*) $tag:ident ($($shape:tt)*)
        key = $key:tt $($rest:tt)*) => {
        $crate::html::html!(@tag $open $count ($($done)* $crate::html::key($key.into());) $tag
            ($($shape)* "\nkey",) $($rest)*)
    };
    (@tag $open:tt $count:tt ($($done:tt)*) $tag:ident ($($shape:tt)*)
        $name:ident $(- $more:ident)* = { $($value:tt)* } $($rest:tt)*) => {
        $crate::html::html!(@tag $open $count
            ($($done)* $crate::html::Value::put({ $($value)* });) $tag
            ($($shape)* "\n", stringify!($name), $("-", stringify!($more),)*) $($rest)*)
    };
    (@tag $open:tt $count:tt $done:tt $tag:ident ($($shape:tt)*)
        $name:ident $(- $more:ident)* = $value:literal $($rest:tt)*) => {
        $crate::html::html!(@tag $open $count $done $tag
            ($($shape)* "\n", stringify!($name), $("-", stringify!($more),)* "=", $value,)
            $($rest)*)
    };
    (@tag $open:tt $count:tt ($($done:tt)*) $tag:ident ($($shape:tt)*)
        { $name:ident } $($rest:tt)*) => {
        $crate::html::html!(@tag $open $count ($($done)* $crate::html::Value::put($name);) $tag
            ($($shape)* "\n", stringify!($name),) $($rest)*)
    };

    (@element $tag:ident ($($shape:tt)*) ($($count:tt)*)) => {
        $crate::html::element(concat!(stringify!($tag), $($shape)*), 0 $($count)*)
    };
    ($($all:tt)*) => {{
        $crate::html::html!(@nodes () () () $($all)*);
        $crate::html::take()
    }};
}
pub(crate) use html;

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
