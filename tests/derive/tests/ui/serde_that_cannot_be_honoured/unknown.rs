use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[serde(frobnicate)]
    field: String,
}

fn main() {}
