use formwork::Generate;

#[derive(Generate)]
#[generate(crate = "::nowhere")]
enum Wrong {
    One { field: u8 },
    Two(u8),
    Three,
}

fn main() {}
