// Catch2 with Results that say their error when a check fails. Every test has it from the start,
// precompiled: CHECK(result) needs no more than <catch2/catch.hpp>.
#pragma once

#include <boost/system/result.hpp>
#include <catch2/catch.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace Catch {

template <class T, class E>
struct StringMaker<boost::system::result<T, E>> {
  static std::string convert(const boost::system::result<T, E>& result) {
    if (result) return "a value";
    const E& error = result.error();
    return error.code + ": " + error.message + " (" + error.where + ")";
  }
};

}  // namespace Catch
