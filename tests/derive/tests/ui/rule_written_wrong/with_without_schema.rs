use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(with = "serde")]
    field: String,
}

fn main() {}
