use formwork::Generate;

#[derive(Generate)]
#[generate(range = 1..=3)]
struct Wrong(u8);

fn main() {}
