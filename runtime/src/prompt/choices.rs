//! Choices of a field that are only known when the program runs.

use super::Request;
use serde_json::Value;

/// What one field may be, for one request: see [`Request::one_of`].
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Choices {
    /// The keys on the way to the field, with dots between them.
    pub path: String,
    /// The strings or numbers to choose from.
    pub values: Vec<Value>,
}

impl Choices {
    /// The keys on the way to the field; none for the value itself.
    pub(crate) fn steps(&self) -> Vec<&str> {
        self.path.split('.').filter(|step| !step.is_empty()).collect()
    }

    /// The choices as JSON, with commas between them.
    pub(crate) fn list(&self) -> String {
        self.values.iter().map(Value::to_string).collect::<Vec<_>>().join(", ")
    }
}

impl Request {
    /// Sets the choices of a field that are only known now: `one_of` of the derive, for this request.
    ///
    /// They are in the schema and in the outline, and the finished value is checked against them. `path` is made of the JSON keys from
    /// the value to a string or number, with dots between them: of an element of a list it is that of the list, `*` stands for
    /// every key of a map, and `""` is the value itself. A field whose type has choices already can only be given some of those.
    ///
    /// A path that leads nowhere, and choices that the field cannot hold, are an error of kind
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) before anything is sent. The elements of
    /// [`stream_items`](crate::Model::stream_items) are checked when the reply ends.
    ///
    /// ```
    /// use formwork::testing::{Script, Turn};
    /// use formwork::{Generate, Request, blocking::Model as _};
    ///
    /// #[derive(Debug, Generate)]
    /// struct Order {
    ///     dish: String,
    ///     tables: Vec<u8>,
    /// }
    ///
    /// let menu = vec!["soup".to_owned(), "pie".to_owned()];
    /// let model = Script::new([Turn::text(r#"{"dish": "pie", "tables": [4]}"#)]);
    /// let request = Request::new("A pie for table four!").one_of("dish", menu).one_of("tables", [1, 2, 4]);
    /// let order: Order = model.generate(request)?;
    /// assert_eq!(order.dish, "pie");
    /// # Ok::<(), formwork::Error>(())
    /// ```
    pub fn one_of(mut self, path: impl Into<String>, values: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        let values = values.into_iter().map(Into::into).collect();
        self.choices.push(Choices { path: path.into(), values });
        self
    }
}
