use formwork::Generate;

#[derive(Generate)]
struct Part {
    a: u8,
}

#[derive(Generate)]
#[serde(deny_unknown_fields)]
struct Wrong {
    #[serde(flatten)]
    field: Part,
}

fn main() {}
