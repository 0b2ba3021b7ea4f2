use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[serde(with = "module")]
    field: String,
}

fn main() {}
