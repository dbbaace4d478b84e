//! Values as they stand in traces of JSON and TLA+.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::{self, Write};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// Nothing: JSON's null.
    Null,
    /// True or false.
    Bool(bool),
    /// A number, by its digits.
    Number(String),
    /// A text.
    Text(String),
    /// A name that stands for itself: a model value.
    Name(String),
    /// A list: a sequence or a tuple.
    List(Vec<Value>),
    /// A set.
    Set(Vec<Value>),
    /// Names and values, in the order in which they were written.
    Record(Vec<(String, Value)>),
    /// A function by its pairs.
    Map(Vec<(Value, Value)>),
}

impl Value {
    /// A field of a record.
    pub(crate) fn field(&self, name: &str) -> Option<&Self> {
        let Self::Record(fields) = self else { return None };
        fields.iter().find(|(field, _)| field == name).map(|(_, value)| value)
    }

    /// What stands for itself: a text, a name or a number.
    pub(crate) fn plain(&self) -> Option<&str> {
        match self {
            Self::Number(text) | Self::Text(text) | Self::Name(text) => Some(text),
            _ => None,
        }
    }

    /// The value as TLA+ writes it, but for texts on their own, which have no quotation marks.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            other => other.to_string(),
        }
    }

    /// The value as JSON writes it, but for texts on their own.
    pub(crate) fn shown_as_json(&self) -> String {
        let mut out = String::new();
        match self {
            Self::Text(text) => out.push_str(text),
            other => other.json(&mut out),
        }
        out
    }

    fn json(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(it) => out.push_str(if *it { "true" } else { "false" }),
            Self::Number(text) => out.push_str(text),
            Self::Text(text) | Self::Name(text) => out.push_str(&crate::json::text(text)),
            Self::List(items) | Self::Set(items) => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    out.push_str(if i > 0 { "," } else { "" });
                    item.json(out);
                }
                out.push(']');
            }
            Self::Record(fields) => {
                out.push('{');
                for (i, (name, value)) in fields.iter().enumerate() {
                    out.push_str(if i > 0 { "," } else { "" });
                    out.push_str(&crate::json::text(name));
                    out.push(':');
                    value.json(out);
                }
                out.push('}');
            }
            Self::Map(pairs) => {
                let pair =
                    |(key, value): &(Self, Self)| Self::List([key.clone(), value.clone()].into());
                Self::List(pairs.iter().map(pair).collect()).json(out);
            }
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(it) => f.write_str(if *it { "TRUE" } else { "FALSE" }),
            Self::Number(text) | Self::Name(text) => f.write_str(text),
            Self::Text(text) => write!(f, "\"{text}\""),
            Self::List(items) => listed(f, ("<<", ">>"), items),
            Self::Set(items) => listed(f, ("{", "}"), items),
            Self::Record(fields) => {
                f.write_char('[')?;
                for (i, (name, value)) in fields.iter().enumerate() {
                    write!(f, "{}{name} |-> {value}", if i > 0 { ", " } else { "" })?;
                }
                f.write_char(']')
            }
            Self::Map(pairs) if pairs.is_empty() => f.write_str("<<>>"),
            Self::Map(pairs) => {
                f.write_char('(')?;
                for (i, (key, value)) in pairs.iter().enumerate() {
                    write!(f, "{}{key} :> {value}", if i > 0 { " @@ " } else { "" })?;
                }
                f.write_char(')')
            }
        }
    }
}

fn listed(f: &mut fmt::Formatter<'_>, marks: (&str, &str), items: &[Value]) -> fmt::Result {
    f.write_str(marks.0)?;
    for (i, item) in items.iter().enumerate() {
        write!(f, "{}{item}", if i > 0 { ", " } else { "" })?;
    }
    f.write_str(marks.1)
}

/// JSON, with the order of its keys: a map of `serde_json` keeps it or not by a feature that any
/// other crate may turn on.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Builder)
    }
}

struct Builder;

impl<'de> Visitor<'de> for Builder {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, it: bool) -> Result<Value, E> {
        Ok(Value::Bool(it))
    }

    fn visit_i64<E>(self, it: i64) -> Result<Value, E> {
        Ok(Value::Number(it.to_string()))
    }

    fn visit_u64<E>(self, it: u64) -> Result<Value, E> {
        Ok(Value::Number(it.to_string()))
    }

    fn visit_f64<E>(self, it: f64) -> Result<Value, E> {
        Ok(Value::Number(it.to_string()))
    }

    fn visit_str<E>(self, it: &str) -> Result<Value, E> {
        Ok(Value::Text(String::from(it)))
    }

    fn visit_string<E>(self, it: String) -> Result<Value, E> {
        Ok(Value::Text(it))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Value::Record(fields))
    }
}
