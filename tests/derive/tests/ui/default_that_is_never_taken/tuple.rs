use formwork::Generate;

#[derive(Generate)]
struct Pair(u8, #[generate(default)] u8);

fn main() {}
