#include "starzero/tool/server_certificate.hpp"

#include <memory>

#include <fmt/core.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "starzero/tool/command.hpp"

namespace starzero::tool {

namespace {

namespace ssl = boost::asio::ssl;

template <class T, void (*release)(T*)>
struct Release {
    void operator()(T* value) const { release(value); }
};
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Release<X509, X509_free>>;

constexpr long valid_for = 24L * 3'600;  // seconds; a process that is a test lives no longer

void self_sign(ssl::context& context) {
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    X509_NAME* name = X509_get_subject_name(certificate.get());
    bool made = key && certificate && X509_set_version(certificate.get(), 2) == 1;
    made = made && ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1) == 1;
    made = made && X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0) != nullptr;
    made = made && X509_gmtime_adj(X509_getm_notAfter(certificate.get()), valid_for) != nullptr;
    made = made && X509_set_pubkey(certificate.get(), key.get()) == 1;
    const auto* host = reinterpret_cast<const unsigned char*>("localhost");
    made = made && X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, host, -1, -1, 0) == 1;
    made = made && X509_set_issuer_name(certificate.get(), name) == 1;
    made = made && X509_sign(certificate.get(), key.get(), EVP_sha256()) != 0;
    SSL_CTX* native = context.native_handle();
    made = made && SSL_CTX_use_certificate(native, certificate.get()) == 1;
    made = made && SSL_CTX_use_PrivateKey(native, key.get()) == 1;
    if (!made) throw Question("OpenSSL could not make a certificate; give --certificate and --key");
}

}  // namespace

ssl::context server_context(const std::string& certificate, const std::string& key) {
    ssl::context context(ssl::context::tls_server);
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    if (certificate.empty() != key.empty()) {
        throw Question("--certificate and --key are given together, or neither");
    }
    if (certificate.empty()) {
        self_sign(context);
        return context;
    }
    boost::system::error_code error;
    context.use_certificate_chain_file(certificate, error);
    if (error) throw Question(fmt::format("{}: {}", certificate, error.message()));
    context.use_private_key_file(key, ssl::context::pem, error);
    if (error) throw Question(fmt::format("{}: {}", key, error.message()));
    return context;
}

}  // namespace starzero::tool
