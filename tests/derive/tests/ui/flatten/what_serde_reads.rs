use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    name: String,
    #[serde(flatten)]
    #[generate(with = "serde", schema = r#"{"type":"object"}"#)]
    rest: std::collections::BTreeMap<String, u8>,
}

fn main() {}
