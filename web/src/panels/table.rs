//! Rows and columns.

use crate::html::{all, html};
use yew::prelude::*;

/// Draws a table.
pub(super) fn draw(columns: &[String], rows: &[Vec<String>], changed: &[usize]) -> Html {
    let row = |(at, cells): (usize, &Vec<String>)| {
        let new = changed.contains(&at);
        html! {
            <tr class={new.then_some("new")}>
                { all(cells.iter().enumerate().map(|(column, cell)| html! {
                    <td>{ &**cell }{ super::mark(new && column == 0) }</td>
                })) }
            </tr>
        }
    };
    // A column without a name has none to be read out.
    let head = all(columns.iter().map(|one| match &**one {
        "" => html! { <td /> },
        name => html! { <th>{ name }</th> },
    }));
    html! {
        <table>
            <thead><tr>{ head }</tr></thead>
            <tbody>{ all(rows.iter().enumerate().map(row)) }</tbody>
        </table>
    }
}
