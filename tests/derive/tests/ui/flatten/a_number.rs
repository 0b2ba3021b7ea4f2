use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[serde(flatten)]
    field: u8,
}

fn main() {}
