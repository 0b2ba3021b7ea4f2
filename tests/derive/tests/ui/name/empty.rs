use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[serde(rename = "")]
    one: u8,
}

fn main() {}
