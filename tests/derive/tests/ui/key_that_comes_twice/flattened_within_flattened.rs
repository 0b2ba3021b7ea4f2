use formwork::Generate;

#[derive(Generate)]
struct Inner {
    name: String,
}

#[derive(Generate)]
struct Part {
    size: u8,
    #[serde(flatten)]
    inner: Inner,
}

#[derive(Generate)]
struct Wrong {
    #[serde(flatten)]
    part: Part,
    #[serde(rename = "name")]
    called: String,
}

fn main() {}
