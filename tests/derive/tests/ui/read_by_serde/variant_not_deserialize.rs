use formwork::Generate;

struct Other;

#[derive(Generate)]
enum Wrong {
    One(#[generate(with = "serde", schema = "{}")] Other),
    Two,
}

fn main() {}
