use formwork::Generate;

#[derive(Generate)]
#[generate(len = ..=80)]
struct Settings {
    name: String,
}

fn main() {}
