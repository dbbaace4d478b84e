//! Rows and columns.

use yew::prelude::*;

/// Draws a table.
pub(super) fn draw(columns: &[String], rows: &[Vec<String>], changed: &[usize]) -> Html {
    let row = |(at, cells): (usize, &Vec<String>)| {
        let new = changed.contains(&at);
        html! {
            <tr class={new.then_some("new")}>
                { for cells.iter().enumerate().map(|(column, cell)| html! {
                    <td>{ &**cell }{ super::mark(new && column == 0) }</td>
                }) }
            </tr>
        }
    };
    html! {
        <table>
            <thead><tr>{ for columns.iter().map(|one| html! { <th>{ &**one }</th> }) }</tr></thead>
            <tbody>{ for rows.iter().enumerate().map(row) }</tbody>
        </table>
    }
}
