use formwork::Generate;

struct Other;

#[derive(Generate)]
enum Wrong {
    One {
        field: u8,
        #[generate(skip)]
        left_out: Option<Other>,
        #[generate(skip)]
        also: Other,
    },
    Two,
}

fn main() {}
