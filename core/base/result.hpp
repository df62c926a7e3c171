// What a call that can fail gives back: a value, or an Error that says by whose fault it is.
// Expected ends of a payment (declined, unknown, conflict) are values, never Errors.
#pragma once

#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>
#include <utility>

namespace wesel {

// By whose fault, hence who can mend it.
enum class Fault {
  caller,       // what was asked for is wrong; `where` names the field
  config,       // the operator's files or settings
  provider,     // the other side
  unavailable,  // ours, for now: the store, the disk, overload
  bug,
};

struct Error {
  Fault fault = Fault::bug;
  std::string code;     // stable, snake_case
  std::string message;  // for a person; never holds a secret
  std::string where;    // field as a JSON pointer, or file:line:column
};

// Taking the value of a Result that holds an Error is a bug of the caller.
[[noreturn]] inline void throw_exception_from_error(const Error& error,
                                                    const boost::source_location&) {
  throw std::logic_error(error.code + ": " + error.message);
}

template <class T>
using Result = boost::system::result<T, Error>;

}  // namespace wesel
