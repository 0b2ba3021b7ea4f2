use formwork::Generate;

#[derive(Generate)]
struct Part {
    size: u8,
    name: String,
}

#[derive(Generate)]
struct Wrong {
    name: String,
    #[serde(flatten)]
    part: Part,
}

fn main() {}
