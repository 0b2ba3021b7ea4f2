use formwork::Generate;

fn check(_: &str) -> bool {
    true
}

#[derive(Generate)]
struct Wrong {
    #[generate(check = check)]
    field: u8,
}

fn main() {}
