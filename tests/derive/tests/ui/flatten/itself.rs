use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    field: u8,
    #[serde(flatten)]
    next: Option<Box<Wrong>>,
}

fn main() {}
