"""rumorwatch: hear a rumor early, see which one to answer first, publish the rebuttal before it peaks."""
