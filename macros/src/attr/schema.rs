//! `schema = ".."`: whether it is JSON, since what is not would make every request with it fail.

/// Where the text stops being a JSON object; nothing if it is one.
pub(super) fn mistake(text: &str) -> Option<usize> {
    let mut json = Json { rest: text.trim_end() };
    json.space();
    let is_whole = json.rest.starts_with('{') && json.value(0).is_some() && json.rest.is_empty();
    (!is_whole).then(|| text.trim_end().len() - json.rest.len())
}

/// Schemas are not deeper than this, and the compiler's stack has an end.
const DEEPEST: u32 = 64;

struct Json<'t> {
    rest: &'t str,
}

impl Json<'_> {
    fn space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t']);
    }

    fn take(&mut self, token: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(token)?;
        Some(())
    }

    fn value(&mut self, depth: u32) -> Option<()> {
        match self.rest.chars().next()? {
            _ if depth > DEEPEST => None,
            '{' => self.list("{", "}", |json| {
                json.string()?;
                json.space();
                json.take(":")?;
                json.space();
                json.value(depth + 1)
            }),
            '[' => self.list("[", "]", |json| json.value(depth + 1)),
            '"' => self.string(),
            't' => self.take("true"),
            'f' => self.take("false"),
            'n' => self.take("null"),
            _ => self.number(),
        }
    }

    fn list(&mut self, begin: &str, end: &str, mut element: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.take(begin)?;
        self.space();
        if self.take(end).is_some() {
            return Some(());
        }
        loop {
            element(self)?;
            self.space();
            if self.take(",").is_none() {
                return self.take(end);
            }
            self.space();
        }
    }

    fn string(&mut self) -> Option<()> {
        let inside = self.rest.strip_prefix('"')?;
        let mut is_escaped = false;
        let end = inside.find(|character| {
            let is_end = (character == '"' && !is_escaped) || character < ' ';
            is_escaped = character == '\\' && !is_escaped;
            is_end
        })?;
        self.rest = inside.get(end..)?;
        self.take("\"")
    }

    fn number(&mut self) -> Option<()> {
        let length =
            self.rest.find(|next: char| !matches!(next, '0'..='9' | '+' | '-' | '.' | 'e' | 'E')).unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at_checked(length)?;
        let is_json = number.starts_with(|first: char| first == '-' || first.is_ascii_digit())
            && number.ends_with(|last: char| last.is_ascii_digit())
            && number.parse::<f64>().is_ok();
        self.rest = if is_json { rest } else { self.rest };
        is_json.then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::mistake;

    #[test]
    fn json_objects_are_none() {
        for text in [
            "{}",
            " {\"type\": \"string\"} ",
            r#"{"a":[1,-2.5e3,[],{},true,false,null],"b\"\\":{"c":"\u00e9 }]"}}"#,
            "{\n\t\"minimum\" : 0\n}",
        ] {
            assert_eq!(mistake(text), None, "{text}");
        }
    }

    #[test]
    fn anything_else_is_one_where_it_is() {
        for (text, place) in [
            ("", 0),
            ("[]", 0),
            ("{", 1),
            ("{}}", 2),
            (r#"{"type":string}"#, 8),
            (r#"{"type":"string",}"#, 17),
            (r#"{"type" "string"}"#, 8),
            (r#"{'type':"string"}"#, 1),
            (r#"{"a":.5}"#, 5),
            (r#"{"a":"x}"#, 5),
        ] {
            assert_eq!(mistake(text), Some(place), "{text}");
        }
    }
}
