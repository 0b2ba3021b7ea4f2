use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[serde(deserialize_with = "function")]
    field: String,
}

fn main() {}
