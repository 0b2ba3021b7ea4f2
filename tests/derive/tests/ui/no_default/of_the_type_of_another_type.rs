use formwork::Generate;

fn default() -> String {
    String::new()
}

#[derive(Generate)]
#[serde(default = "default")]
struct Wrong {
    field: u8,
}

fn main() {}
