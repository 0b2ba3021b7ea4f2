use formwork::Generate;

#[derive(Generate)]
struct Age(#[generate(default = 3)] u8);

fn main() {}
