use formwork::Generate;

struct Other;

#[derive(Generate)]
struct Wrong {
    #[generate(with = "serde", schema = "{}")]
    field: Other,
}

fn main() {}
