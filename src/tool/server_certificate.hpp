// What a server of TLS shows: files, or a certificate made at the start that nobody signed.
#pragma once

#include <string>

#include <boost/asio/ssl/context.hpp>

namespace starzero::tool {

// PEM. Both empty: a self-signed certificate of P-256 for localhost, new in each process. Throws
// Question.
boost::asio::ssl::context server_context(const std::string& certificate, const std::string& key);

}  // namespace starzero::tool
