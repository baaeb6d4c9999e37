// A transcript is the scenario's text with what was seen under each event. Read as a scenario
// it drops that, so every report replays.
#pragma once

#include <string>
#include <string_view>

#include "starzero/scenario/transcript.hpp"

namespace starzero::scenario {

std::string print_transcript(const Transcript& transcript);

// What was seen under one event, a line each. Appends.
void append_observations(std::string& out, const Entry& entry);

// Total, like the scenario's reader. print(read(print(t))) == print(t).
Transcript read_transcript(std::string_view text);

}  // namespace starzero::scenario
