use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    one: u8,
    #[serde(rename = "one")]
    two: u8,
}

fn main() {}
