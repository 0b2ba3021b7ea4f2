use formwork::Generate;

#[derive(Generate)]
#[generate(strings = "short")]
struct Settings {
    name: String,
}

fn main() {}
