use formwork::Generate;

#[derive(Generate)]
struct Chicken {
    egg: Box<Egg>,
}

#[derive(Generate)]
struct Egg {
    chicken: Box<Chicken>,
}

const _: &str = Egg::SCHEMA;

fn main() {}
