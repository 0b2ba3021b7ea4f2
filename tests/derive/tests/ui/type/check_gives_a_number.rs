use formwork::Generate;

fn check(_: &u8) -> u8 {
    0
}

#[derive(Generate)]
struct Wrong {
    #[generate(check = check)]
    field: u8,
}

fn main() {}
