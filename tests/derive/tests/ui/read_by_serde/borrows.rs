use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(with = "serde", schema = "{}")]
    field: &'static str,
}

fn main() {}
