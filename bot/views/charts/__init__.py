"""What charts show: pictures of figures, with the words for who does not see them."""

from bot.views.charts.ages import ages
from bot.views.charts.capacity import capacity
from bot.views.charts.flow import cycle_times, throughput
from bot.views.charts.release import burn_up

__all__ = ["ages", "burn_up", "capacity", "cycle_times", "throughput"]
