//! Writes JSON. By hand: a general method weighs as much as all else in this package.

use std::fmt::Write;

/// An object that is being written.
pub struct Object(String);

impl Default for Object {
    fn default() -> Self {
        Self(String::from("{"))
    }
}

impl Object {
    /// With one more member, whose value is JSON already.
    #[must_use]
    pub fn raw(mut self, name: &str, json: &str) -> Self {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        quote(&mut self.0, name);
        self.0.push(':');
        self.0.push_str(json);
        self
    }

    /// With one more member that is a text.
    #[must_use]
    pub fn text(self, name: &str, value: &str) -> Self {
        let mut json = String::new();
        quote(&mut json, value);
        self.raw(name, &json)
    }

    /// With one more member that is a whole number.
    #[must_use]
    pub fn number(self, name: &str, value: u64) -> Self {
        self.raw(name, &value.to_string())
    }

    /// With one more member that is true or false.
    #[must_use]
    pub fn flag(self, name: &str, value: bool) -> Self {
        self.raw(name, if value { "true" } else { "false" })
    }

    /// The object as text.
    pub fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// An array of what is JSON already.
pub fn array(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    ["[", &items.join(","), "]"].concat()
}

/// A text in quotation marks.
fn quote(to: &mut String, text: &str) {
    to.push('"');
    for character in text.chars() {
        match character {
            '"' => to.push_str("\\\""),
            '\\' => to.push_str("\\\\"),
            // Writing to a string cannot fail.
            control if control < ' ' => drop(write!(to, "\\u{:04x}", u32::from(control))),
            plain => to.push(plain),
        }
    }
    to.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_json() {
        let inner = array([String::from("1"), Object::default().end()].into_iter());
        let json = Object::default()
            .text("a \"b\"", "back\\slash\n\u{1}é</script>")
            .number("n", 7)
            .flag("yes", true)
            .raw("list", &inner)
            .end();
        let read: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        let expected = serde_json::json!({
            "a \"b\"": "back\\slash\n\u{1}é</script>", "n": 7, "yes": true, "list": [1, {}],
        });
        assert_eq!(read, expected);
    }
}
