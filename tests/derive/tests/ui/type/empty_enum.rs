use formwork::Generate;

#[derive(Generate)]
enum Wrong {}

fn main() {}
