//! What a user can say of streams and of crashes, so that all that a search finds can be told.

use clusterscope::exhibit::{Fulfilment, Stage, Status, open_text};
use clusterscope::narrate::Lang;
use clusterscope::protocol::MS;

/// A client asks a database for a lock; nothing happens unless told.
fn open(script: &str) -> Box<dyn Stage> {
    let text = format!(
        "protocol row-locks clients=1\nnetwork latency 10ms\nschedule manual\nend at 1s\n{script}\n"
    );
    let mut stage = open_text(&text, Lang::En).unwrap_or_else(|why| panic!("{why}"));
    while stage.record(100) {}
    stage
}

/// Why lines failed.
fn failures(stage: &dyn Stage) -> Vec<String> {
    let failed = |state| match state {
        Fulfilment::Failed(_, why) => Some(why),
        _ => None,
    };
    stage.expectations().into_iter().filter_map(|it| failed(it.state)).collect()
}

const ASKS: &str = "at 10ms client c1 add 1\n";

#[test]
fn what_a_crashed_sender_left_behind_arrives_or_is_lost_as_the_user_says() {
    let arrives = open(&format!(
        "{ASKS}at 20ms crash c1\nat 30ms deliver any c1 -> d1\n\
                                 expect within 1ms: locked 1"
    ));
    assert_eq!(failures(&*arrives), [""; 0]);
    let lost = open(&format!(
        "{ASKS}at 20ms crash c1\nat 30ms drop any c1 -> d1 #1\n\
                              expect finally: locked 0"
    ));
    assert_eq!(failures(&*lost), [""; 0]);
}

#[test]
fn a_stream_loses_nothing_while_its_sender_runs() {
    let refused = open(&format!("{ASKS}at 30ms drop any c1 -> d1 #1"));
    assert!(failures(&*refused)[0].contains("travel in a stream"), "{:?}", failures(&*refused));
}

#[test]
fn a_node_crashes_within_what_it_is_asked() {
    let mut stage = open(&format!("at 5ms crash c1 during ask sends 0\n{ASKS}"));
    assert_eq!(failures(&*stage), [""; 0]);
    stage.seek_time(20 * MS);
    let frame = stage.frame();
    let client = frame.nodes.iter().find(|node| node.name == "c1").expect("a client");
    assert_eq!(client.status, Status::Down);
    let news = |message: &clusterscope::exhibit::MessageFrame| message.kind == "closed";
    assert!(frame.messages.iter().all(news), "nothing has left but that the connection is closed");
}
