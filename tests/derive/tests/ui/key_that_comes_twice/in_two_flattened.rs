use formwork::Generate;

#[derive(Generate)]
struct Part {
    size: u8,
    name: String,
}

#[derive(Generate)]
struct Other {
    name: String,
}

#[derive(Generate)]
struct Wrong {
    #[serde(flatten)]
    part: Part,
    #[serde(flatten)]
    other: Option<Other>,
}

fn main() {}
