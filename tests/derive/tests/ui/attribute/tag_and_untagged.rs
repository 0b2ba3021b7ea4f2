use formwork::Generate;

#[derive(Generate)]
#[generate(tag = "type", untagged)]
enum Wrong {
    First(u8),
}

fn main() {}
