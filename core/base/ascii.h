#pragma once

namespace tunez {

/** Whether it is one of 0 to 9, whatever the locale says. */
inline bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

} // namespace tunez
