use formwork::Generate;

#[derive(Generate)]
#[generate(default = 3)]
struct Settings {
    retries: u8,
}

fn main() {}
