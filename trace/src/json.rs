//! JSON as it is written. The order of keys is ours: a map of `serde_json` keeps it or not by a
//! feature that any other crate may turn on, and the same run must give the same bytes.

use alloc::format;
use alloc::string::String;

/// A text as a JSON string.
pub(crate) fn text(text: &str) -> String {
    // A page that holds the file within a script must not read an end of it.
    serde_json::to_string(text).unwrap_or_default().replace('<', "\\u003c")
}

/// An object of pairs whose values are JSON already.
pub(crate) fn object<K: AsRef<str>>(pairs: impl IntoIterator<Item = (K, String)>) -> String {
    let mut out = String::from("{");
    for (i, (key, value)) in pairs.into_iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        out.push_str(&text(key.as_ref()));
        out.push(':');
        out.push_str(&value);
    }
    out.push('}');
    out
}

/// A list of what is JSON already.
pub(crate) fn list(items: impl IntoIterator<Item = String>) -> String {
    let items: alloc::vec::Vec<String> = items.into_iter().collect();
    format!("[{}]", items.join(","))
}

/// An object with one key.
pub(crate) fn tagged(tag: &str, value: &str) -> String {
    format!("{{{}:{value}}}", text(tag))
}
