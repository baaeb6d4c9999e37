// Speed where the core is shared by threads, and where it writes to a disk.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace starzero::tool {

// The octets of a REGISTER of this user, the serial-th of all.
using MakeRequest = std::function<std::string(std::uint64_t user, std::uint64_t serial)>;

// REGISTERs a second of so many threads on one registrar of 16 shards, 1,000 bindings; median of
// three.
double sharded_per_second(unsigned threads, std::uint64_t requests, const MakeRequest& request);

// The same of one thread over a file in this folder, each change synced before it is answered.
// Throws durable::SqliteError.
double durable_per_second(const std::string& folder, std::uint64_t requests,
                          const MakeRequest& request);

}  // namespace starzero::tool
