use formwork::Generate;

fn default() -> String {
    String::new()
}

#[derive(Generate)]
struct Wrong {
    #[generate(default = "default")]
    field: u8,
}

fn main() {}
