// Formatting by appending: this runs once a request, and streams would cost more than the rest.
#include "http/writer.hpp"

#include <algorithm>
#include <charconv>

#include "http/problem.hpp"

namespace wesel::http {
namespace {

bool token_character(char c) {
  static constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         kMarks.find(c) != std::string_view::npos;
}

bool token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), token_character);
}

bool value(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
  });
}

// Fields that frame the message are ours to write.
bool framing(std::string_view name) {
  static constexpr std::string_view kOurs[] = {"content-length", "transfer-encoding", "connection",
                                               "host"};
  return std::find(std::begin(kOurs), std::end(kOurs), name) != std::end(kOurs);
}

bool writable(const Fields& fields) {
  return std::all_of(fields.begin(), fields.end(), [](const Field& field) {
    return token(field.name) && value(field.value) && !framing(field.name);
  });
}

void append_number(std::string& out, std::size_t number) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number);
  out.append(digits, end.ptr);
}

void append_field(std::string& out, std::string_view name, std::string_view text) {
  out.append(name).append(": ").append(text).append("\r\n");
}

void append_length(std::string& out, std::size_t length) {
  out.append("Content-Length: ");
  append_number(out, length);
  out.append("\r\n");
}

// The base's path without its last '/', then the target.
std::string full_target(const Outbound& request) {
  std::string target = request.base.path;
  if (request.target.empty()) {
    if (target.empty()) target = "/";
    if (!request.base.query.empty()) target.append(1, '?').append(request.base.query);
    return target;
  }
  if (target.ends_with('/')) target.pop_back();
  return target.append(request.target);
}

}  // namespace

bool write_response(std::string& out, const Response& response, After after, bool head_only) {
  if (!writable(response.fields) || !value(response.content_type)) return false;
  const bool bodiless = response.status == 204 || response.status == 304;
  out.reserve(out.size() + 256 + response.body.size());
  out.append("HTTP/1.1 ");
  append_number(out, static_cast<std::size_t>(response.status));
  out.append(1, ' ').append(reason_phrase(response.status)).append("\r\n");
  if (!response.content_type.empty() && !bodiless) {
    append_field(out, "Content-Type", response.content_type);
  }
  for (const Field& field : response.fields) append_field(out, field.name, field.value);
  append_field(out, "Connection", after == After::close ? "close" : "keep-alive");
  if (!bodiless) append_length(out, response.body.size());
  out.append("\r\n");
  if (!bodiless && !head_only) out.append(response.body);
  return true;
}

std::optional<std::string> write_request(const Outbound& request) {
  const std::string target = full_target(request);
  const bool good_target =
      target.starts_with('/') &&
      std::all_of(target.begin(), target.end(), [](char c) { return c > ' ' && c < 0x7f; });
  if (!good_target || !token(request.method) || !writable(request.fields)) return std::nullopt;
  std::string out;
  out.reserve(512 + request.body.size());
  out.append(request.method).append(1, ' ').append(target).append(" HTTP/1.1\r\n");
  append_field(out, "Host", host_field(request.base));
  for (const Field& field : request.fields) append_field(out, field.name, field.value);
  if (find(request.fields, "user-agent").empty()) append_field(out, "User-Agent", "wesel");
  const bool carries =
      request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
  if (carries || !request.body.empty()) append_length(out, request.body.size());
  return out.append("\r\n").append(request.body);
}

}  // namespace wesel::http
