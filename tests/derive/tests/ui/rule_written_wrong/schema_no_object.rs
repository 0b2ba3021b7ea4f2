use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(with = "serde", schema = "string")]
    field: String,
}

fn main() {}
